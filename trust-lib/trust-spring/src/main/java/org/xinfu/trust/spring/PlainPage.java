package org.xinfu.trust.spring;

import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/** A page of the starter's own, in Chinese or English, that needs no template engine. */
record PlainPage(Locale language, String zh, String en) {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="%1$s">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
      <title>%2$s</title>
      <style>body{margin:0;font:1rem/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1d2433}
      main{max-width:30rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem}
      button{min-height:2.75rem;padding:.5rem 1.5rem;border:1px solid #123d7c;border-radius:4px;\
      background:#123d7c;color:#fff;font:inherit;cursor:pointer}a{color:#123d7c}
      :focus-visible{outline:3px solid #e8a200;outline-offset:2px}</style></head>
      <body><main><h1>%2$s</h1>
      %3$s</main></body>
      </html>
      """;

  private boolean chinese() {
    return language.getLanguage().equals("zh");
  }

  /** One of the two texts. */
  String say(String inChinese, String inEnglish) {
    return chinese() ? inChinese : inEnglish;
  }

  /** The whole page; {@code inside} is HTML. */
  String around(String inside) {
    return PAGE.formatted(chinese() ? "zh-CN" : "en", HtmlUtils.htmlEscape(say(zh, en)), inside);
  }
}
