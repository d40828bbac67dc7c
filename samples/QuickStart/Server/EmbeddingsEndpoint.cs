using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text.Json;
using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary><c>POST /v1/embeddings</c>: unit vectors by feature hashing, so that texts that share words are near each other.</summary>
internal sealed class EmbeddingsEndpoint(LoopbackOptions options, PromptTokenizer tokenizer)
{
    private const int MostInputs = 2_048;

    private static readonly FrozenSet<string> Parameters =
        FrozenSet.Create(StringComparer.Ordinal, "model", "input", "encoding_format", "dimensions", "user");

    private static readonly FrozenSet<string> Formats = FrozenSet.Create(StringComparer.Ordinal, "float", "base64");

    private readonly ServerLatency _latency = new(options);

    public async Task HandleAsync(HttpContext context)
    {
        using JsonDocument body = await RequestBody.ReadAsync(context);
        JsonElement root = body.RootElement;
        root.RequireObject(Parameters);
        ServedModel model = ServedModel.Find(root.RequiredString("model"), embeds: true);
        int dimensions = root.OptionalInteger("dimensions", 1) ?? model.Dimensions;
        if (dimensions > model.Dimensions)
        {
            throw ApiException.BadRequest($"Invalid value for 'dimensions': this model's vectors have at most {model.Dimensions}.", "dimensions", "invalid_value");
        }

        bool base64 = root.OneOf("encoding_format", Formats) == "base64";
        List<string> inputs = Inputs(root);
        List<int> tokens = [.. inputs.Select(tokenizer.Count)];
        if (tokens.Max() > model.ContextWindow)
        {
            throw ApiException.BadRequest(
                $"This model's maximum context length is {model.ContextWindow} tokens, however you requested {tokens.Max()} tokens.", "input");
        }

        await _latency.WaitAsync(_latency.FirstToken(tokens.Sum(), new Answer(), new Random(options.Seed ^ tokens.Sum())), context.RequestAborted);
        List<float[]> vectors = inputs.ConvertAll(input => HashedEmbedding.Of(input, dimensions));
        await WireJson.SendAsync(context.Response, WireJson.Write(writer => Write(writer, model, vectors, base64, tokens.Sum())));
    }

    private static List<string> Inputs(JsonElement root)
    {
        if (!root.Has("input"))
        {
            throw ApiException.Missing("input");
        }

        JsonElement input = root.GetProperty("input");
        List<string> texts = input.ValueKind switch
        {
            JsonValueKind.String => [input.GetString()!],
            JsonValueKind.Array when input.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String) =>
                [.. input.EnumerateArray().Select(static item => item.GetString()!)],
            _ => throw ApiException.BadRequest("'input' must be a string or an array of strings.", "input", "invalid_type"),
        };
        return texts.Count is > 0 and <= MostInputs && texts.TrueForAll(static text => text.Length > 0)
            ? texts
            : throw ApiException.BadRequest($"'input' must hold 1 to {MostInputs} texts, none of them empty.", "input", "invalid_value");
    }

    private static void Write(Utf8JsonWriter writer, ServedModel model, List<float[]> vectors, bool base64, int tokens)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        for (int i = 0; i < vectors.Count; i++)
        {
            WriteVector(writer, vectors[i], i, base64);
        }

        writer.WriteEndArray();
        writer.WriteString("model", model.ServedName);
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", tokens);
        writer.WriteNumber("total_tokens", tokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter writer, float[] vector, int index, bool base64)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "embedding");
        writer.WriteNumber("index", index);
        if (base64)
        {
            writer.WriteBase64String("embedding", LittleEndian(vector));
        }
        else
        {
            writer.WriteStartArray("embedding");
            foreach (float value in vector)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static byte[] LittleEndian(float[] vector)
    {
        byte[] bytes = new byte[vector.Length * sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return bytes;
    }
}
