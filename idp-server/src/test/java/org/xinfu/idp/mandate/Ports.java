package org.xinfu.idp.mandate;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ports of which nothing is asked but what a test answers, by the names of their methods. */
public final class Ports {
  private Ports() {}

  public static <T> T fake(Class<T> port, Map<String, Function<Object[], @Nullable Object>> says) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, in) -> {
              Function<Object[], @Nullable Object> answer = says.get(method.getName());
              if (answer == null) {
                throw new AssertionError(port + " is asked " + method);
              }
              return answer.apply(in);
            }));
  }
}
