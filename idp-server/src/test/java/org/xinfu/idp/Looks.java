package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.testkit.house.HeadlessChromium;

/**
 * What every page has to be, whoever reads it and how: one heading, its language, names for all
 * fields, contrast (WCAG 2.2: 1.3.1, 1.4.3, 1.4.10, 2.4.2, 3.1.1, 4.1.2), nothing beside the
 * screen.
 */
final class Looks {
  private Looks() {}

  /** Checks the page and keeps a picture of it. */
  static void at(Page page, String name) {
    page.waitForLoadState();
    HeadlessChromium.shot(page, name);
    assertThat(page.locator("h1").count()).as(name + ": headings").isOne();
    assertThat(page.title()).as(name).isNotBlank().doesNotContain("??");
    assertThat(page.content()).as(name + ": a text is missing").doesNotContain("??");
    assertThat(page.locator("html").getAttribute("lang"))
        .as(name)
        .isEqualTo(page.evaluate("navigator.language.startsWith('zh') ? 'zh-CN' : 'en'"));
    assertThat(unlabelled(page)).as(name + ": without a name").isEmpty();
    assertThat((List<?>) page.evaluate(FAINT)).as(name + ": contrast").isEmpty();
    assertThat((List<?>) page.evaluate(BESIDE)).as(name + ": beside the screen").isEmpty();
    assertThat((List<?>) page.evaluate(CUT)).as(name + ": cut off").isEmpty();
  }

  /** Fields and buttons that a screen reader could not name. */
  static List<?> unlabelled(Page page) {
    return (List<?>)
        page.evaluate(
            """
            [...document.querySelectorAll('input:not([type=hidden]),select,textarea,button')]
              .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label')
                && !(e.tagName === 'BUTTON' && e.textContent.trim()))
              .map(e => e.outerHTML)
            """);
  }

  /** What the browser complains of, refusals by the content security policy among it. */
  static List<String> watched(Page page) {
    List<String> broken = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.text().contains("Content Security")) {
            broken.add(message.text());
          }
        });
    page.onPageError(broken::add);
    return broken;
  }

  /** Presses Tab from the top of the page to its end: what gets the focus, in that order. */
  static List<String> walked(Page page) {
    List<String> all = new ArrayList<>();
    page.evaluate("document.body.tabIndex = -1; document.body.focus()");
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      String focused =
          (String)
              page.evaluate(
                  """
                  (() => {
                    const e = document.activeElement;
                    if (e === document.body) return '';
                    const seen = getComputedStyle(e).outlineStyle !== 'none';
                    const label = e.labels && e.labels[0] ? e.labels[0] : e;
                    return (seen ? '' : 'UNSEEN ') + (e.id || label.textContent.trim());
                  })()
                  """);
      if (focused.isEmpty()) {
        break;
      }
      all.add(focused);
    }
    return all;
  }

  /** Texts whose colour does not stand out from what is behind them (WCAG 2.2, 1.4.3). */
  private static final String FAINT =
      """
      (() => {
        const parse = c => (c.match(/[0-9.]+/g) || []).map(Number);
        const light = c => {
          const [r, g, b] = parse(c).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] === 1) return getComputedStyle(e).backgroundColor;
          }
          return 'rgb(255,255,255)';
        };
        return [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && [...e.childNodes]
            .some(n => n.nodeType === 3 && n.textContent.trim()))
          .filter(e => {
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
          })
          .map(e => e.outerHTML.slice(0, 120));
      })()
      """;

  /** What sticks out at the right, so that one has to scroll both ways (WCAG 2.2, 1.4.10). */
  private static final String BESIDE =
      """
      document.documentElement.scrollWidth <= innerWidth + 1 ? [] :
        [...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
          .map(e => e.outerHTML.slice(0, 80)).slice(0, 5)
      """;

  /** What is out of sight until one scrolls within the page: a button there is found by nobody. */
  private static final String CUT =
      """
      [...document.querySelectorAll('main *')]
        .filter(e => e.checkVisibility() && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1
          && !['visible', 'clip'].includes(getComputedStyle(e).overflowX) && e.tagName !== 'INPUT')
        .map(e => e.outerHTML.slice(0, 120))
      """;
}
