/** An engine process that never gets anywhere. */
process.stderr.write('no luck today\n');
process.exit(3);
