package org.xinfu.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.xinfu.hsm.store.AtomicFile;
import org.xinfu.hsm.store.StoreBroken;

/** The PKCS#11 library for this machine, laid beside the socket that it will look for. */
final class SharedLibrary {
  static final String NAME = "libxinfu-hsm.so";

  private SharedLibrary() {}

  /**
   * Replaces the file only when it differs, by a rename: processes that have the old one keep it.
   */
  static Path copyInto(Path directory) {
    String resource = "/org/xinfu/hsm/linux-" + System.getProperty("os.arch") + "/" + NAME;
    Path target = directory.resolve(NAME);
    try (InputStream in = SharedLibrary.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("this build has no " + resource);
      byte[] library = in.readAllBytes();
      if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), library)) {
        AtomicFile.write(target, library);
      }
      return target;
    } catch (IOException e) {
      throw new StoreBroken("cannot copy the library to " + directory, e);
    }
  }
}
