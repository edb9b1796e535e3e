/** Collects the errors of a page: script errors, console errors, failed requests and requests to other hosts. */
export class PageErrors {
  constructor(page) {
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message.text())) this.errors.push(`console: ${message.text()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.errors.push(`${response.status()} from ${response.url()}`);
    });
    page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && !["localhost", "127.0.0.1"].includes(hostname)) {
        this.errors.push(`request to another host: ${request.url()}`);
      }
    });
  }

  verify() {
    if (this.errors.length > 0) throw new Error(`The browser reported:\n  ${this.errors.join("\n  ")}`);
  }
}

/** Chromium logs every response of 400 and above. The tests provoke an invalid spec, a 401 response and a job that is not there. */
function isExpected(text) {
  return /status of (400|401|404|422)/.test(text);
}
