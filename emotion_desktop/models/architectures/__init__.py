"""One file per architecture, each with its network and its `SPEC`."""
