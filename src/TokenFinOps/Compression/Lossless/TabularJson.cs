using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>JSON in which arrays of like objects are written as tables, so that their keys are sent once and not with every element.</summary>
/// <remarks>
/// <para>Everything that is not repeated stays minified JSON. Three forms are added, each of which JSON itself does not allow:</para>
/// <code>
/// [{name,size,price{net,gross}}     an array of objects: columns, a nested object's in braces,
/// bolt,3,0.10,0.12                  then one line an element
/// nut,,0.05,0.06                    an empty cell: the element has no such property
/// ]
/// [[]{name,size}                    an array of arrays of objects: a line with a dash stands between two of them
/// bolt,3
/// -
/// nut,2
/// ]
/// {{name,size}                      an object of objects: the key stands before the columns
/// a1:bolt,3
/// b2:nut,2
/// }
/// </code>
/// <para>
/// A cell is a JSON value, or a string without its quotes where it cannot be taken for anything else. Numbers keep their text. Decoding gives back the minified JSON byte
/// for byte: values, order and names of properties. Thread-safe.
/// </para>
/// </remarks>
public static class TabularJson
{
    /// <summary>Writes a value with tables where they are shorter.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; minified JSON when no table is shorter.</returns>
    /// <exception cref="InvalidOperationException">A string of the value is not valid UTF-16.</exception>
    public static string Encode(JsonElement value)
    {
        var writer = new TabularJsonWriter(withTables: true);
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>Reads a text that <see cref="Encode"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Minified JSON.</returns>
    /// <exception cref="FormatException">The text is not tabular JSON; the message names the place.</exception>
    public static string Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TabularJsonReader.ToJson(text);
    }
}
