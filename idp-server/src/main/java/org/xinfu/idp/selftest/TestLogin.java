package org.xinfu.idp.selftest;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.sandbox.TestPerson;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.client.fetch.HttpVisitor;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited.Answered;
import org.xinfu.trust.fetch.FetchRequest;

/**
 * One login of a fictitious person at a client in trial, as a browser does it: from the page of the
 * client that starts a login, over the page on which the person and the wrong answer are chosen,
 * back to the client. When the client asks a second time after the answer, the browser stops: the
 * first answer is what is judged.
 */
final class TestLogin {
  static final TestPerson PERSON = TestPerson.IN_PERSON_DEVICE;

  private static final int STEPS = 16;
  private static final String HTML = "text/html";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern INPUT =
      Pattern.compile("<input[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"");
  private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");

  private final URI issuer;
  private final String door;
  private final HttpVisitor browser;
  private final UnaryOperator<URI> change;
  private URI here;
  private @Nullable Map<String, String> asked;
  private URI answer;
  private boolean answered;

  private TestLogin(Ground ground, URI start, UnaryOperator<URI> change) {
    this.issuer = ground.issuer();
    this.door = ground.door();
    this.browser = ground.browsers().get();
    this.change = change;
    this.here = start;
    this.answer = start;
  }

  /**
   * Where logins are tried.
   *
   * @param browsers makes browsers that have been nowhere yet
   * @param start {@code initiate_login_uri}
   * @param inside {@code logged_in_uri}
   * @param door path of ours at which the client asks for a login
   */
  record Ground(URI issuer, Supplier<HttpVisitor> browsers, URI start, URI inside, String door) {}

  /**
   * How a login went.
   *
   * @param asked parameters of the authorization request; empty when it never came
   * @param answer where the right answer led the browser; the start when there was none
   * @param answered whether the answer reached the client
   * @param inside whether the client then takes the browser for logged in
   * @param seen for people
   */
  record Went(
      HttpVisitor browser,
      Map<String, String> asked,
      URI answer,
      boolean answered,
      boolean inside,
      String seen) {}

  /** Tries one; {@code wrong} is what the client is told wrongly. */
  static Went run(Ground ground, WrongAnswer wrong) {
    return run(ground, wrong, UnaryOperator.identity());
  }

  /** Tries one; {@code change} is what the browser does to the answer on its way. */
  static Went run(Ground ground, UnaryOperator<URI> change) {
    return run(ground, WrongAnswer.NONE, change);
  }

  private static Went run(Ground ground, WrongAnswer wrong, UnaryOperator<URI> change) {
    URI start =
        UriComponentsBuilder.fromUri(ground.start())
            .queryParam("iss", encode(ground.issuer().toString()))
            .build(true)
            .toUri();
    TestLogin login = new TestLogin(ground, start, change);
    String seen = login.walk(wrong);
    boolean inside = inside(login.browser, ground.inside());
    Map<String, String> asked = Objects.requireNonNullElse(login.asked, Map.of());
    return new Went(login.browser, asked, login.answer, login.answered, inside, seen);
  }

  /** Whether the client takes the browser for logged in. */
  static boolean inside(HttpVisitor browser, URI page) {
    return browser.visit(FetchRequest.get(page, HTML)) instanceof Answered answer
        && answer.status() / 100 == 2;
  }

  private String walk(WrongAnswer wrong) {
    Visited seen = get(here);
    for (int i = 0; i < STEPS; i++) {
      if (!(seen instanceof Answered answer)) {
        return here.getHost() + " " + ((Visited.Nothing) seen).why().refusal().word();
      }
      Optional<Visited> next =
          answer.location().isEmpty() ? form(answer, wrong) : follow(answer.location());
      if (next.isEmpty()) {
        return here.getHost() + here.getPath() + " " + answer.status();
      }
      seen = next.get();
    }
    return "redirected without end";
  }

  /** Empty when the client sends the browser here again although it has its answer. */
  private Optional<Visited> follow(String location) {
    URI next = here.resolve(location);
    if (ours(next) && answered) {
      return Optional.empty();
    }
    if (ours(next) && next.getPath().equals(door) && asked == null) {
      asked = UriComponentsBuilder.fromUri(next).build().getQueryParams().toSingleValueMap();
    }
    if (ours(here) && !ours(next)) {
      answered = true;
      answer = next;
      return Optional.of(get(change.apply(next)));
    }
    return Optional.of(get(next));
  }

  /** Sends the form of one of our pages; empty for a page that ends the walk. */
  private Optional<Visited> form(Answered page, WrongAnswer wrong) {
    if (page.status() != 200 || !ours(here)) {
      return Optional.empty();
    }
    String form = page.body().split("</form>", 2)[0];
    return switch (here.getPath()) {
      case TrialDoor.PAGE -> {
        String csrf = inputs(form).replaceFirst("(?s).*(_csrf=[^&]*).*", "$1");
        String choice = "&person=" + PERSON.name() + "&aal=&wrong=" + wrong.name();
        yield Optional.of(post(here, csrf + choice));
      }
      case "/oauth2/consent" ->
          Optional.of(post(issuer.resolve("/oauth2/authorize"), inputs(form)));
      case "/oauth2/authorize", "/cas/login" -> {
        Matcher action = ACTION.matcher(form);
        answered = action.find();
        yield answered
            ? Optional.of(posted(here.resolve(HtmlUtils.htmlUnescape(action.group(1))), form))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** The answer as a form, like one in a query. */
  private Visited posted(URI to, String form) {
    answer = UriComponentsBuilder.fromUri(to).query(inputs(form)).build(true).toUri();
    URI changed = change.apply(URI.create("/?" + inputs(form)));
    return post(to, Objects.requireNonNullElse(changed.getRawQuery(), ""));
  }

  private static String inputs(String form) {
    StringBuilder all = new StringBuilder();
    Matcher input = INPUT.matcher(form);
    while (input.find()) {
      String value = HtmlUtils.htmlUnescape(input.group(2));
      all.append(all.isEmpty() ? "" : "&").append(input.group(1)).append('=').append(encode(value));
    }
    return all.toString();
  }

  private Visited get(URI uri) {
    here = uri;
    return browser.visit(FetchRequest.get(uri, HTML));
  }

  private Visited post(URI uri, String form) {
    here = uri;
    return browser.visit(FetchRequest.post(uri, HTML, Bytes.utf8(form), FORM));
  }

  private boolean ours(URI uri) {
    return issuer.getScheme().equals(uri.getScheme())
        && issuer.getAuthority().equals(uri.getAuthority());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
