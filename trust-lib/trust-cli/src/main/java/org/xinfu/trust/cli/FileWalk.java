package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the arguments mean: files as named, directories walked in the order of their
 * names. Symbolic links are not followed out of a directory.
 */
record FileWalk(List<Path> files, boolean several) {
  static FileWalk of(List<Path> arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    boolean several = arguments.size() > 1;
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        several = true;
        files.addAll(inside(argument));
      } else {
        files.add(argument);
      }
    }
    return new FileWalk(List.copyOf(files), several);
  }

  private static List<Path> inside(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory, new FileVisitOption[0])) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  boolean isEmpty() {
    return files.isEmpty();
  }
}
