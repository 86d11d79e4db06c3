# Two stages: what builds askq stays behind; what runs it has no compiler, no pip cache and no root.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /askq
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY content content
RUN /askq/bin/pip install --no-cache-dir -c constraints.txt '.[postgres]'

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home askq
COPY --from=build /askq /askq
ENV PATH=/askq/bin:$PATH \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    ASKQ_DATABASE_URL=sqlite:////data/askq.db \
    ASKQ_HTTP_HOST=0.0.0.0 \
    ASKQ_HTTP_PORT=8080
USER askq
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"ASKQ_HTTP_PORT\"]}/health', timeout=4)"]
ENTRYPOINT ["askq"]
CMD ["run"]
