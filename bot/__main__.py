"""`python -m bot` is `askq`."""

import sys

from bot.cli import main

sys.exit(main())
