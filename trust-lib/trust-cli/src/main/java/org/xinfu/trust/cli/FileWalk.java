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
 * names. A symbolic link is followed when it is named, and not when a directory holds it.
 *
 * @param links those that directories hold
 */
record FileWalk(List<Path> files, List<Path> links, boolean several) {
  static FileWalk of(List<Path> arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> links = new ArrayList<>();
    boolean several = arguments.size() > 1;
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        several = true;
        for (Path inside : inside(argument)) {
          (Files.isSymbolicLink(inside) ? links : files).add(inside);
        }
      } else {
        files.add(argument);
      }
    }
    return new FileWalk(List.copyOf(files), List.copyOf(links), several);
  }

  private static List<Path> inside(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    // A walk from a link would see the link alone, a list of what it leads to does not.
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        try (Stream<Path> walk = Files.walk(child, new FileVisitOption[0])) {
          walk.filter(each -> Files.isRegularFile(each) || Files.isSymbolicLink(each))
              .forEach(found::add);
        }
      }
    }
    return found.stream().sorted().toList();
  }

  boolean isEmpty() {
    return files.isEmpty();
  }
}
