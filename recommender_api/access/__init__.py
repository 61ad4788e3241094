"""Who may call: API keys with scopes, rate limits, viewers' own tokens."""
