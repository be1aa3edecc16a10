/** Public keys of every type that users have; nobody keeps their private halves. */

export const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAnTBI8WCo8PpZLVQZ9DTLF3gHtw60w0KBEWaM3x3lcp ops@example";

export const RSA =
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNr5yeKV6+wfUfqx2qMVKyLyO7zsovX/TBS+0S3w6H6sDCE1qTtYnp2wSczQ1QvzZZruPDWYPGyQVDDmGDr8IRDqUW6USL0tsMurXogRTda+xFTNrHLyrLEI0Q5MKkbKKoYjS1vMVrwSKC5SjHV5radx7mF8wHC9h7xwPnD9hq/x3ms2UL1RiBGGViGRqaNpd3vNB6fgtkEyGxcXcDoaGeL8pKKrNqBxYzbBO6O+V5RAqw98svfoBXe5rAzuTHRqruTqvi+9hv4n3pc0Ra2lwWuD22aAc7S+v3N7rXkh7q7/1Vs0U1y3A4gAstPFWcwR3GffK++uNwfSAFHaiuINx/ ops@example";

export const ECDSA =
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMehUVgysWR+0lSSeRv2OuzmrRHd/YbM5c+apLrlcrw3nkBT5pgJ8vyYktzkAh+m4v/Yy3JiungggyoQjKWpaAI= ops@example";

export const SECURITY_KEY =
    "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIJU9fB7fU6HotKSFb8hjqccw2G4wlyQF8JmuXWzsJxGAAAAABHNzaDo= ops@example";
