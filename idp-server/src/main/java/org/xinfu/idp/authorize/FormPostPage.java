package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.HtmlUtils;

/**
 * The page that posts an answer to the client (OAuth 2.0 Form Post Response Mode §2). A script of
 * our own origin sends it at once, as the content security policy wants; without scripts a button
 * does.
 */
public final class FormPostPage {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="%s">
      <head>
        <meta charset="UTF-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>%s</title>
        <link rel="stylesheet" href="/idp/idp.css">
      </head>
      <body>
        <main id="content"><section class="card">
          <h1>%s</h1>
          <form method="post" action="%s">
            %s
            <button type="submit">%s</button>
          </form>
        </section></main>
        <script src="/idp/form-post.js"></script>
      </body>
      </html>
      """;

  private final MessageSource texts;
  private final LocaleResolver languages;

  public FormPostPage(MessageSource texts, LocaleResolver languages) {
    this.texts = texts;
    this.languages = languages;
  }

  /** What goes where. */
  public record Answer(String target, Map<String, String> parameters) {}

  /** Writes the page. */
  public void write(HttpServletRequest request, HttpServletResponse response, Answer answer)
      throws IOException {
    Locale language = languages.resolveLocale(request);
    String fields =
        answer.parameters().entrySet().stream()
            .map(
                one ->
                    "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(escape(one.getKey()), escape(one.getValue())))
            .collect(Collectors.joining("\n      "));
    String heading = escape(text("answer.heading", language));
    String page =
        PAGE.formatted(
            language.getLanguage().equals("zh") ? "zh-CN" : "en",
            heading,
            heading,
            escape(answer.target()),
            fields,
            escape(text("answer.continue", language)));
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
  }

  private String text(String key, Locale language) {
    return texts.getMessage(key, null, language);
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
