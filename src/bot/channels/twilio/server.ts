/** The same path and query on the configured server (TWILIO_API_URL), or the address itself without one. */
export function atServer(address: string, apiUrl: string | undefined): URL {
  const url = new URL(address);
  if (!apiUrl || !isTwilio(url)) return url;
  const server = new URL(apiUrl);
  url.protocol = server.protocol;
  url.host = server.host;
  // Setting a host without a port keeps the old port.
  url.port = server.port;
  return url;
}

/** Whether an address belongs to Twilio itself. */
export function isTwilio(url: URL): boolean {
  return url.protocol === 'https:' && (url.hostname === 'twilio.com' || url.hostname.endsWith('.twilio.com'));
}
