"""One file per architecture, each with its network and its `SPEC`; being here registers it."""
