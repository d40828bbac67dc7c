using Microsoft.ML.Tokenizers;

namespace QuickStart.Server;

/// <summary>Counts and cuts text by o200k_base tokens, and lays a conversation out as the token sequence that a prompt cache compares.</summary>
internal sealed class PromptTokenizer
{
    // OpenAI's cookbook: three framing tokens a message, and three that prime the answer.
    private const int MessageStart = -1;
    private const int RoleEnd = -2;
    private const int MessageEnd = -3;

    private readonly TiktokenTokenizer _tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public int Count(string text) => _tokenizer.CountTokens(text);

    /// <summary>Lays a request out in the order that providers do: tools, answer schema, messages.</summary>
    public List<int> Prompt(ChatRequest request)
    {
        var ids = new List<int>(1_024);
        foreach (ToolSpec tool in request.Tools)
        {
            Append(ids, "tool", tool.Json);
        }

        if (request.AnswerSchema is { } schema)
        {
            Append(ids, "schema", schema.GetRawText());
        }

        foreach (ChatTurn turn in request.Turns)
        {
            Append(ids, turn.Role, turn.PromptText);
        }

        ids.AddRange([MessageStart, RoleEnd, MessageEnd]);
        return ids;
    }

    /// <summary>Splits a text into pieces of some tokens each. Joined, the pieces are the text.</summary>
    public IReadOnlyList<string> Pieces(string text, int tokensPerPiece)
    {
        var pieces = new List<string>();
        int start = 0;
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(text, out _);
        for (int i = tokensPerPiece; i < tokens.Count; i += tokensPerPiece)
        {
            int cut = CutBefore(text, tokens[i]);
            if (cut > start)
            {
                pieces.Add(text[start..cut]);
                start = cut;
            }
        }

        pieces.Add(text[start..]);
        return pieces;
    }

    /// <summary>Cuts a text after some tokens.</summary>
    public string Truncate(string text, int maxTokens)
    {
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(text, out _);
        return maxTokens <= 0 ? string.Empty : tokens.Count <= maxTokens ? text : text[..CutBefore(text, tokens[maxTokens])];
    }

    private void Append(List<int> ids, string role, string text)
    {
        ids.Add(MessageStart);
        ids.AddRange(_tokenizer.EncodeToIds(role));
        ids.Add(RoleEnd);
        ids.AddRange(_tokenizer.EncodeToIds(text));
        ids.Add(MessageEnd);
    }

    private static int CutBefore(string text, EncodedToken token)
    {
        int index = token.Offset.Start.Value;
        return index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;
    }
}
