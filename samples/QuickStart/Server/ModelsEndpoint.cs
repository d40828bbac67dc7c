using System.Text.Json;

namespace QuickStart.Server;

/// <summary><c>GET /v1/models</c>.</summary>
internal static class ModelsEndpoint
{
    private const long Created = 1_767_225_600;

    public static Task HandleAsync(HttpContext context) => WireJson.SendAsync(context.Response, WireJson.Write(Write));

    private static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (ServedModel model in ServedModel.All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", model.Name);
            writer.WriteString("object", "model");
            writer.WriteNumber("created", Created);
            writer.WriteString("owned_by", "quickstart");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
