"""What can be proved wrong in a definition, each with a witness dossier. No sampling, no hypothesis."""
