using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QuickStart.Server;

/// <summary>Writes JSON the way an API does: compact, with only the escapes that JSON needs.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using var writer = new Utf8JsonWriter(buffer, Options);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static async Task SendAsync(HttpResponse response, byte[] json)
    {
        response.ContentType = "application/json";
        await response.Body.WriteAsync(json, response.HttpContext.RequestAborted);
    }
}
