"""Units, posts, who holds them, who oversees whom, Party status, establishment: all dated, for any past day."""
