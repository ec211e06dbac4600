package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/** What an operation reads of a request is what the contract tells of it, name by name. */
class OpenApiParametersTest {
  @Test
  void every_parameter_is_told_and_every_told_one_is_read() {
    Map<String, String> wrong = new TreeMap<>();
    OpenApiRoutes.handlers(SharedIdp.get().context())
        .forEach(
            (route, handler) -> {
              Set<String> read = read(handler);
              Set<String> all = OpenApiRoutes.parameters(route);
              boolean told = byHand(handler) ? all.containsAll(read) : all.equals(read);
              if (!told) {
                wrong.put(route, "reads " + minus(read, all) + ", tells " + minus(all, read));
              }
            });
    assertThat(wrong).isEmpty();
  }

  /** Tools refuse a document that defines a name twice, though YAML 1.2 (§7.1) would take it. */
  @Test
  void no_anchor_is_defined_twice() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/specs/openapi/idp-server.yaml")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      List<String> anchors =
          Pattern.compile("[:-] &(\\w+)").matcher(text).results().map(one -> one.group(1)).toList();
      assertThat(anchors).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  private static Set<String> minus(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /** Whether it looks into the request itself, where nobody can tell from outside for what. */
  private static boolean byHand(HandlerMethod handler) {
    return Arrays.stream(handler.getMethodParameters())
        .anyMatch(
            one ->
                Map.class.isAssignableFrom(one.getParameterType())
                    || one.getParameterType().getSimpleName().equals("HttpServletRequest"));
  }

  private static Set<String> read(HandlerMethod handler) {
    return Arrays.stream(handler.getMethodParameters())
        .flatMap(OpenApiParametersTest::names)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(MethodParameter one) {
    one.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
    String name = Objects.requireNonNull(one.getParameterName());
    RequestParam param = found(one, RequestParam.class);
    if (param != null) {
      return Stream.of(param.name().isEmpty() ? name : param.name());
    }
    RequestHeader header = found(one, RequestHeader.class);
    if (header != null) {
      return Stream.of(header.name());
    }
    if (found(one, RequestBody.class) != null) {
      return Stream.of("(body)");
    }
    boolean form = one.getParameterAnnotations().length == 0 && one.getParameterType().isRecord();
    return form
        ? Arrays.stream(one.getParameterType().getRecordComponents()).map(c -> c.getName())
        : Stream.of();
  }

  private static <A extends Annotation> @Nullable A found(MethodParameter one, Class<A> kind) {
    return one.getParameterAnnotation(kind);
  }
}
