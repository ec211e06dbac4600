package org.xinfu.kit.home;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a service keeps its things (prefix {@code xinfu}).
 *
 * @param home shared by the processes of one installation; {@code XINFU_HOME}
 * @param data this service's own directory: database, blobs; below {@code home} unless named
 * @param credentials directory of {@code *.pin} and {@code *.secret} files; below {@code home}
 *     unless named
 * @param service the service's name, as in {@code aud} claims and {@code specs/openapi}
 */
@ConfigurationProperties("xinfu")
public record ServiceHome(
    @DefaultValue(".xinfu") Path home,
    @Nullable Path data,
    @Nullable Path credentials,
    @DefaultValue("service") String service) {
  /** The data directory, absolute. */
  public Path dataDirectory() {
    return (data == null ? home.resolve(service) : data).toAbsolutePath().normalize();
  }

  /** A file in the credentials directory, absolute. */
  public Path credential(String name) {
    Path directory = credentials == null ? home.resolve("credentials") : credentials;
    return directory.resolve(name).toAbsolutePath().normalize();
  }
}
