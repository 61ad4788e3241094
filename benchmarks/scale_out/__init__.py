"""Three gateways in network namespaces of their own, behind a proxy, over one database."""
