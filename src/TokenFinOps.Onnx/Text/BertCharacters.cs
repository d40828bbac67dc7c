using System.Text;

namespace TokenFinOps.Onnx.Text;

/// <summary>What BERT takes for punctuation and for Chinese characters (google-research/bert, tokenization.py).</summary>
internal static class BertCharacters
{
    /// <summary>Finds out whether a character is a word of its own.</summary>
    public static bool StandsAlone(Rune rune) => IsPunctuation(rune) || IsChinese(rune.Value);

    public static bool IsAsciiPunctuation(char character) => character is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    private static bool IsPunctuation(Rune rune) => rune.IsAscii ? IsAsciiPunctuation((char)rune.Value) : Rune.IsPunctuation(rune);

    private static bool IsChinese(int value) => value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
