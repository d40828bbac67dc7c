using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>A JSON schema, or a part of one, as far as answers are read and checked by it. References within the document are followed.</summary>
internal readonly struct JsonSchemaView
{
    private const int LongestChain = 16;

    private readonly JsonElement _root;
    private readonly JsonElement _node;
    private readonly JsonElement _default;

    private JsonSchemaView(JsonElement root, JsonElement node)
    {
        _root = root;
        (_node, _default) = Resolve(root, node);
    }

    /// <summary>Gets a value indicating whether nothing is known: there is no schema here.</summary>
    public bool IsUnknown => _node.ValueKind != JsonValueKind.Object;

    /// <summary>Gets the types that a value may have.</summary>
    public JsonTypes Types => JsonTypeNames.Read(Get("type"));

    /// <summary>Gets the value that stands for a property that is left out; undefined when there is none. One beside a reference goes before that of what is referred to.</summary>
    public JsonElement Default => _default;

    public bool HasEnum => Get("enum").ValueKind == JsonValueKind.Array;

    public JsonSchemaView Items => At(Get("items"));

    public static JsonSchemaView Of(JsonElement schema) => new(schema, schema);

    public JsonElement Get(string keyword) => _node.ValueKind == JsonValueKind.Object && _node.TryGetProperty(keyword, out JsonElement value) ? value : default;

    public JsonSchemaView At(JsonElement node) => new(_root, node);

    public bool HasProperty(string name) => Get("properties") is { ValueKind: JsonValueKind.Object } properties && properties.TryGetProperty(name, out _);

    public JsonSchemaView Property(string name) =>
        Get("properties") is { ValueKind: JsonValueKind.Object } properties && properties.TryGetProperty(name, out JsonElement found) ? At(found) : default;

    /// <summary>Gets the one branch that matters where there is a choice between something and null; itself where there is no choice.</summary>
    public JsonSchemaView Effective()
    {
        JsonElement branches = Get("anyOf") is { ValueKind: JsonValueKind.Array } any ? any : Get("oneOf");
        if (branches.ValueKind != JsonValueKind.Array)
        {
            return this;
        }

        JsonSchemaView? only = null;
        foreach (JsonElement branch in branches.EnumerateArray())
        {
            JsonSchemaView view = At(branch);
            if (view.Types == JsonTypes.Null)
            {
                continue;
            }

            if (only is not null)
            {
                return default;
            }

            only = view;
        }

        return only ?? default;
    }

    private static (JsonElement Node, JsonElement Default) Resolve(JsonElement root, JsonElement node)
    {
        JsonElement usual = default;
        for (int i = 0; i < LongestChain; i++)
        {
            if (node.ValueKind != JsonValueKind.Object)
            {
                return (node, usual);
            }

            usual = usual.ValueKind == JsonValueKind.Undefined && node.TryGetProperty("default", out JsonElement found) ? found : usual;
            if (!node.TryGetProperty("$ref", out JsonElement reference) || reference.ValueKind != JsonValueKind.String)
            {
                return (node, usual);
            }

            node = Follow(root, reference.GetString()!);
        }

        return default;
    }

    private static JsonElement Follow(JsonElement root, string pointer)
    {
        if (!pointer.StartsWith('#'))
        {
            return default;
        }

        JsonElement node = root;
        foreach (string part in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = Step(node, part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return node;
    }

    private static JsonElement Step(JsonElement node, string part) => node.ValueKind switch
    {
        JsonValueKind.Object when node.TryGetProperty(part, out JsonElement found) => found,
        JsonValueKind.Array when int.TryParse(part, out int index) && index >= 0 && index < node.GetArrayLength() => node[index],
        _ => default,
    };
}
