import sys

from handsel.runtime.cli import main

sys.exit(main())
