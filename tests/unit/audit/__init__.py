"""What is served: its licences, its bills of material, what is known against it."""
