"""The engines that run the SQL of the columns: one file each."""
