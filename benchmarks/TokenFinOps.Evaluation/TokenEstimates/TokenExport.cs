using System.Text;
using System.Text.Json;
using TokenFinOps.Tokens.Estimation;

namespace TokenFinOps.Evaluation.TokenEstimates;

/// <summary>Writes samples for fitting the factors of tokenizers that have no .NET library.</summary>
internal static class TokenExport
{
    public static string Line(TokenSample sample)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("set", sample.Set);
            writer.WriteBoolean("calibrates", sample.Calibrates);
            writer.WriteString("text", sample.Text);
            writer.WriteStartArray("scripts");
            ScriptTokens scripts = BoundaryScan.Estimate(sample.Text);
            foreach (double tokens in (ReadOnlySpan<double>)scripts)
            {
                writer.WriteNumberValue(tokens);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
