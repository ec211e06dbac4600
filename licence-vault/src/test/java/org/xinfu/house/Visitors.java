package org.xinfu.house;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.xinfu.testkit.house.HeadlessChromium;
import org.xinfu.testkit.house.House;

/** People before Chromium: each has cookies of their own and reads Chinese. */
final class Visitors implements AutoCloseable {
  private final House house;
  private final HeadlessChromium chromium;
  private final Properties passwords = new Properties();

  Visitors(House house) throws IOException {
    this.house = house;
    try (Reader accounts =
        Files.newBufferedReader(
            house.home().resolve("credentials").resolve("demo-accounts.properties"))) {
      passwords.load(accounts);
    }
    chromium = new HeadlessChromium();
  }

  /** Somebody who is logged in nowhere. */
  Visitor anyone() {
    BrowserContext context =
        chromium.browser().newContext(new Browser.NewContextOptions().setLocale("zh-CN"));
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
    chromium.close();
  }

  /** One person's browser. */
  record Visitor(BrowserContext context, Page page, House house) implements AutoCloseable {
    /** Fills in the login page that must be open. */
    void enter(String account, String password) {
      page.waitForSelector("form[action='/login']");
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
      HeadlessChromium.shot(page, name);
    }

    /** Clicks and keeps the file that comes down. */
    Path download(String selector, String name) {
      Path file = HeadlessChromium.kept(name);
      page.waitForDownload(() -> page.click(selector)).saveAs(file);
      return file;
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
