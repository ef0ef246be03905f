"""The command line. click's own words are made Chinese before any command is declared."""

from guiju.cli.chinese import speak_chinese

speak_chinese()
