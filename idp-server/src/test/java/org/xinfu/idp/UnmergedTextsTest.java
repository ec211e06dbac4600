package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No text that people read holds both sides of a merge: no compiler looks at them. */
class UnmergedTextsTest {
  private static final Pattern LEFT = Pattern.compile("(?m)^(<{7}|>{7}) ");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(md|yaml|properties|html|txt|sql|css|js|json|sh)|.*/xinfu");
  private static final Set<String> ELSEWHERE = Set.of("target", ".git", ".xinfu", "node_modules");

  @Test
  void nothing_is_left_of_a_merge() throws IOException {
    List<Path> texts = texts(Path.of("..").toRealPath());
    assertThat(texts).hasSizeGreaterThan(100);
    for (Path text : texts) {
      assertThat(LEFT.matcher(Files.readString(text)).find()).as("%s", text).isFalse();
    }
  }

  private static List<Path> texts(Path root) throws IOException {
    List<Path> texts = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return ELSEWHERE.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TEXT.matcher(file.toString()).matches() && Files.isReadable(file)) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }
}
