package org.xinfu.idp.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * A page of which everybody gets the same but for the token of its forms: it is rendered once for
 * each language and each model, and sent with the token of whoever asks. Nothing else of a request
 * may be in it: the template gets the attributes that are named, and no other of the model.
 */
public final class KeptPage implements View {
  /** Beyond these the one that was not wanted for longest goes: what is typed may be in models. */
  private static final int MOST = 64;

  private static final String HTML = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8";

  private final String name;
  private final Set<String> attributes;
  private final ViewResolver templates;
  private final Map<Key, byte[][]> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MOST, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, byte[][]> eldest) {
              return size() > MOST;
            }
          });

  /** Stands in a kept page where the token belongs; nobody can put it into a model. */
  private final String mark = "token-" + UUID.randomUUID();

  /**
   * The page of a template.
   *
   * @param attributes of the model that it uses; equal values make equal pages
   */
  public KeptPage(String name, Set<String> attributes, ViewResolver templates) {
    this.name = name;
    this.attributes = attributes;
    this.templates = templates;
  }

  private record Key(Locale locale, String contextPath, Map<String, @Nullable Object> model) {}

  @Override
  public String getContentType() {
    return HTML;
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    Locale locale = RequestContextUtils.getLocale(request);
    Key key = new Key(locale, request.getContextPath(), used(model));
    byte[][] page = kept.get(key);
    if (page == null) {
      page = octets(rendered(key, new Marked(request), response).split(mark, -1));
      kept.put(key, page);
    }
    write(page, request, response);
  }

  /**
   * Answers with the page if it is kept; does nothing and returns false if it has yet to be
   * rendered.
   *
   * @param locale as the request's pages are written
   */
  public boolean send(
      Map<String, ?> model, Locale locale, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[][] page = kept.get(new Key(locale, request.getContextPath(), used(model)));
    if (page == null) {
      return false;
    }
    response.setLocale(locale); // as for every view
    write(page, request, response);
    return true;
  }

  /** Encoded once: the token of whoever asks is put between as it is. */
  private static void write(byte[][] page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] token = token(request).getToken().getBytes(StandardCharsets.UTF_8);
    int length = (page.length - 1) * token.length;
    for (byte[] part : page) {
      length += part.length;
    }
    ByteBuffer body = ByteBuffer.allocate(length).put(page[0]);
    for (int i = 1; i < page.length; i++) {
      body.put(token).put(page[i]);
    }
    response.setContentType(HTML);
    response.setContentLength(length);
    response.getOutputStream().write(body.array());
  }

  private static byte[][] octets(String[] parts) {
    byte[][] octets = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      octets[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return octets;
  }

  private String rendered(Key key, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    Objects.requireNonNull(templates.resolveViewName(name, key.locale()))
        .render(
            key.model(),
            request,
            new HttpServletResponseWrapper(response) {
              @Override
              public PrintWriter getWriter() {
                return writer;
              }
            });
    return text.toString();
  }

  private Map<String, @Nullable Object> used(@Nullable Map<String, ?> model) {
    Map<String, @Nullable Object> used = new HashMap<>();
    for (String attribute : attributes) {
      used.put(attribute, model == null ? null : model.get(attribute));
    }
    return used;
  }

  private static CsrfToken token(HttpServletRequest request) {
    return (CsrfToken)
        Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()), "a token");
  }

  /** The same request, whose token is the mark. */
  private final class Marked extends HttpServletRequestWrapper {
    Marked(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable Object getAttribute(String attribute) {
      if (!attribute.equals(CsrfToken.class.getName())) {
        return super.getAttribute(attribute);
      }
      CsrfToken own = token((HttpServletRequest) getRequest());
      return new DefaultCsrfToken(own.getHeaderName(), own.getParameterName(), mark);
    }
  }
}
