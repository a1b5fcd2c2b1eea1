// Imported, after the version's check, by what an admin starts through npm: Docker reads .env too. Node's own flag,
// --env-file-if-exists, is refused by an old Node before the check could speak, and is told of where there is no file.
// What is set already stays.
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');
