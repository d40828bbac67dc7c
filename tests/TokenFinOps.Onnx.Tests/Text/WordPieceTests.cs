using System.Text;
using TokenFinOps.Onnx.Tests.Fakes;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Text;

public sealed class WordPieceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_piece_knows_where_it_was_in_the_text()
    {
        const string text = "Play  playing,\nplay!";
        OnnxTokenizer tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: false, "Play", "play", "##ing", ",", "!");

        Assert.Equal(["5:Play", "6:play", "7:ing", "8:,", "6:play", "9:!"], tokenizer.Encode(text).Select(piece => $"{piece.Id}:{text[piece.Start..piece.End]}"));
    }

    [Fact]
    public void An_uncased_model_sees_small_letters_and_the_text_keeps_its_own()
    {
        const string text = "Paid TWICE";
        OnnxTokenizer tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: true, "paid", "twice");

        Assert.Equal(["5:Paid", "6:TWICE"], tokenizer.Encode(text).Select(piece => $"{piece.Id}:{text[piece.Start..piece.End]}"));
    }

    [Fact]
    public void An_uncased_model_sees_letters_without_accents()
    {
        Assert.SkipWhen("é".Normalize(NormalizationForm.FormD).Length == 1, "This program runs without ICU, so nothing can take accents off letters.");
        const string text = "Café ÉTÉ";
        OnnxTokenizer tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: true, "cafe", "ete");

        Assert.Equal(["5:Café", "6:ÉTÉ"], tokenizer.Encode(text).Select(piece => $"{piece.Id}:{text[piece.Start..piece.End]}"));
    }

    [Fact]
    public void An_unknown_word_is_one_piece_that_stands_for_all_of_it()
    {
        OnnxTokenizer tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: false, "a");

        EncodedPiece piece = Assert.Single(tokenizer.Encode("  Zyzzyva "));

        Assert.Equal((1, 2, 9), (piece.Id, piece.Start, piece.End));
    }

    [Fact]
    public void Chinese_characters_are_words_of_their_own()
    {
        OnnxTokenizer tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: false, "学", "校");

        Assert.Equal([(5, 0, 1), (6, 1, 2)], tokenizer.Encode("学校").Select(static piece => (piece.Id, piece.Start, piece.End)));
    }

    [Fact]
    public void A_vocabulary_without_the_marks_of_BERT_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => OnnxTokenizer.WordPiece(_folder.WriteLines("vocab.txt", "a", "b")));

        Assert.Contains("[CLS]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_vocabulary_is_named() =>
        Assert.Contains("nowhere.txt", Assert.Throws<FileNotFoundException>(() => OnnxTokenizer.WordPiece(_folder.PathOf("nowhere.txt"))).Message, StringComparison.Ordinal);
}
