"""Units, posts, who holds them, who oversees whom, Party status and establishment: all dated, any past day can be asked."""
