/**
 * Tests of the house as a whole; they live in the last module, when every other is built. The rules
 * read compiled classes, the walk runs the jars: nothing of a neighbour is on the class path.
 */
package org.xinfu.house;
