package org.xinfu.idp;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apereo.cas.client.authentication.AttributePrincipal;
import org.apereo.cas.client.authentication.AuthenticationFilter;
import org.apereo.cas.client.session.SingleSignOutFilter;
import org.apereo.cas.client.session.SingleSignOutHttpSessionListener;
import org.apereo.cas.client.util.HttpServletRequestWrapperFilter;
import org.apereo.cas.client.validation.Cas30ProxyReceivingTicketValidationFilter;

/**
 * A department's web application behind the filters of the Apereo CAS client. Its page tells who is
 * logged in; {@code ?at=URL} asks another application in their name, by a proxy ticket.
 */
final class CasApp implements AutoCloseable {
  final String origin;
  private final Tomcat tomcat = new Tomcat();

  CasApp(RunningIdp idp, Path directory, String name) throws Exception {
    int port = Ports.free();
    origin = "http://" + name + ":" + port;
    tomcat.setBaseDir(directory.resolve("tomcat-" + port).toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", directory.toString());
    context.addApplicationListener(SingleSignOutHttpSessionListener.class.getName());
    String cas = idp.origin + "/cas";
    filter(context, new SingleSignOutFilter(), Map.of());
    filter(
        context,
        new Cas30ProxyReceivingTicketValidationFilter(),
        Map.of(
            "casServerUrlPrefix",
            cas,
            "serverName",
            origin,
            "proxyCallbackUrl",
            callback(),
            "proxyReceptorUrl",
            "/proxy",
            "acceptAnyProxy",
            "true"));
    filter(
        context,
        new AuthenticationFilter(),
        Map.of("casServerLoginUrl", cas + "/login", "serverName", origin));
    filter(context, new HttpServletRequestWrapperFilter(), Map.of());
    Tomcat.addServlet(context, "page", new Page()).addMapping("/*");
  }

  CasApp start() throws Exception {
    tomcat.start();
    return this;
  }

  String host() {
    return origin.substring("http://".length());
  }

  String callback() {
    return origin + "/proxy";
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  private static void filter(Context context, Filter filter, Map<String, String> parameters) {
    String name = filter.getClass().getSimpleName();
    FilterDef definition = new FilterDef();
    definition.setFilterName(name);
    definition.setFilter(filter);
    new TreeMap<>(parameters).forEach(definition::addInitParameter);
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName(name);
    map.addURLPattern("/*");
    context.addFilterMap(map);
  }

  /** Says who is logged in here, or what another application says. */
  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      AttributePrincipal user = (AttributePrincipal) request.getUserPrincipal();
      response.setContentType("text/plain;charset=UTF-8");
      String at = request.getParameter("at");
      if (at == null) {
        response
            .getWriter()
            .write(user.getName() + " " + new TreeMap<String, Object>(user.getAttributes()));
        return;
      }
      String ticket = user.getProxyTicketFor(at);
      String url = at + "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);
      response.getWriter().write(asked(url));
    }

    private static String asked(String url) throws IOException {
      try (HttpClient http =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .cookieHandler(new java.net.CookieManager())
              .build()) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
