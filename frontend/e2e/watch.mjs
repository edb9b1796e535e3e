/** Collects what a page complains about: script errors, console errors, requests that failed or left the server. */
export class Watch {
  constructor(page) {
    this.troubles = [];
    page.on("pageerror", (error) => this.troubles.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message.text())) this.troubles.push(`console: ${message.text()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.troubles.push(`${response.status()} from ${response.url()}`);
    });
    page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && !["localhost", "127.0.0.1"].includes(hostname)) {
        this.troubles.push(`the page asked a foreign host: ${request.url()}`);
      }
    });
  }

  verify() {
    if (this.troubles.length > 0) throw new Error(`The browser reported:\n  ${this.troubles.join("\n  ")}`);
  }
}

/** Chromium notes every answer of 400 and above; a refused spec and being signed out are part of the test. */
function isExpected(text) {
  return /status of (400|401|422)/.test(text);
}
