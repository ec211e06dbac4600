package org.xinfu.testkit.house;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The system's Chromium without a window, which asks nobody but the pages that a test opens. Who
 * uses it has Playwright among their own test dependencies.
 */
public final class HeadlessChromium implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private final Playwright playwright;
  private final Browser browser;

  public HeadlessChromium() {
    try {
      Files.createDirectories(SCREENS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  /** Makes one context, with cookies of its own, for each person. */
  public Browser browser() {
    return browser;
  }

  /** Where a file that a test keeps for the reader lies: below the module's target/screens. */
  public static Path kept(String file) {
    return SCREENS.resolve(file);
  }

  /** Keeps a picture of the whole page, once it has loaded, as {@code name}.png. */
  public static void shot(Page page, String name) {
    page.waitForLoadState();
    page.screenshot(new Page.ScreenshotOptions().setPath(kept(name + ".png")).setFullPage(true));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
