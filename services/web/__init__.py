"""The built web app under the gateway: its pages, its files, and what browsers are told of them."""
