package org.xinfu.house;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.xinfu.testkit.house.House;

/** People before Chromium: each has cookies of their own and reads Chinese. */
final class Visitors implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private final House house;
  private final Playwright playwright;
  private final Browser browser;
  private final Properties passwords = new Properties();

  Visitors(House house) throws IOException {
    this.house = house;
    Files.createDirectories(SCREENS);
    try (Reader accounts =
        Files.newBufferedReader(
            house.home().resolve("credentials").resolve("demo-accounts.properties"))) {
      passwords.load(accounts);
    }
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** Somebody who is logged in nowhere. */
  Visitor anyone() {
    BrowserContext context = browser.newContext(new Browser.NewContextOptions().setLocale("zh-CN"));
    return new Visitor(context, context.newPage(), house);
  }

  /** Opens {@code url} and is led through the identity provider's login page back to it. */
  Visitor login(String account, String url) {
    Visitor visitor = anyone();
    visitor.page().navigate(url);
    visitor.enter(account, passwords.getProperty(account));
    visitor.page().waitForURL(url + "*");
    return visitor;
  }

  @Override
  public void close() {
    playwright.close();
  }

  /** One person's browser. */
  record Visitor(BrowserContext context, Page page, House house) implements AutoCloseable {
    /** Fills in the login page that must be open. */
    void enter(String account, String password) {
      page.waitForURL(house.ports().idpUrl() + "/login*");
      page.fill("#username", account);
      page.fill("#password", password);
      page.click("main button[type=submit]");
    }

    String text(String selector) {
      return page.locator(selector).first().innerText();
    }

    boolean offered(String selector) {
      return page.locator(selector).count() > 0;
    }

    /** Keeps a picture of the page for the reader. */
    void shot(String name) {
      page.waitForLoadState();
      page.screenshot(
          new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")).setFullPage(true));
    }

    /** Clicks and keeps the file that comes down. */
    Path download(String selector, String name) {
      Path file = SCREENS.resolve(name);
      page.waitForDownload(() -> page.click(selector)).saveAs(file);
      return file;
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
