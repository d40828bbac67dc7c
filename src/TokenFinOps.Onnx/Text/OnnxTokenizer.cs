using TokenFinOps.Onnx.Models;

namespace TokenFinOps.Onnx.Text;

/// <summary>Splits text into the pieces of a model's vocabulary, and knows where in the text each of them was.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public abstract class OnnxTokenizer
{
    private protected OnnxTokenizer(string name) => Name = name;

    /// <summary>Gets the path of the vocabulary.</summary>
    public string Name { get; }

    internal abstract int FirstId { get; }

    internal abstract int LastId { get; }

    internal abstract int PaddingId { get; }

    internal abstract int UnknownId { get; }

    internal abstract int HighestId { get; }

    /// <summary>Gets a value indicating whether a punctuation character of ASCII that is a piece of its own starts a word, as LLMLingua-2 has it for XLM-R.</summary>
    internal abstract bool PunctuationStartsWord { get; }

    /// <summary>Reads the vocabulary of a BERT model: <c>vocab.txt</c>, a piece a line.</summary>
    /// <param name="vocabularyPath">The file.</param>
    /// <param name="lowerCase">Whether the model is uncased: it sees letters in lower case and without accents, which a program in globalization-invariant mode cannot take off. The default is cased.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">A piece that BERT needs is missing.</exception>
    public static OnnxTokenizer WordPiece(string vocabularyPath, bool lowerCase = false)
    {
        ModelFiles.Require(vocabularyPath, "vocabulary");
        return new WordPieceEncoder(vocabularyPath, lowerCase);
    }

    /// <summary>Reads the SentencePiece model of XLM-RoBERTa and its kin: <c>sentencepiece.bpe.model</c>, which is a unigram model in spite of its name.</summary>
    /// <remarks>Ids are those of fairseq, which these models were trained with: <c>&lt;s&gt;</c> 0, <c>&lt;pad&gt;</c> 1, <c>&lt;/s&gt;</c> 2, <c>&lt;unk&gt;</c> 3, the others one above SentencePiece's.</remarks>
    /// <param name="modelPath">The file.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">The file is no SentencePiece model.</exception>
    public static OnnxTokenizer Unigram(string modelPath)
    {
        ModelFiles.Require(modelPath, "SentencePiece model");
        return new UnigramEncoder(modelPath);
    }

    /// <summary>Splits text, in the order of the text, without the pieces that mark its ends.</summary>
    internal abstract IReadOnlyList<EncodedPiece> Encode(string text);

    /// <summary>Puts the pieces that mark the ends around ids.</summary>
    internal int[] Frame(IEnumerable<int> ids) => [FirstId, .. ids, LastId];
}
