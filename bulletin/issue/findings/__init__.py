"""What an editor should look at in an issue: found once, as codes and values, for every page that shows it."""
