using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

/// <summary>The examples of the OpenAI cookbook, "How to count tokens with tiktoken", whose numbers the API billed.</summary>
public sealed class OpenAiMessageTests
{
    private static readonly ChatMessage[] Jargon =
    [
        new(ChatRole.System, "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."),
        new(ChatRole.System, "New synergies will help drive top-line growth.") { AuthorName = "example_user" },
        new(ChatRole.System, "Things working well together will increase revenue.") { AuthorName = "example_assistant" },
        new(ChatRole.System, "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.") { AuthorName = "example_user" },
        new(ChatRole.System, "Let's talk later when we're less busy about how to do better.") { AuthorName = "example_assistant" },
        new(ChatRole.User, "This late pivot means we don't have time to boil the ocean for the client deliverable."),
    ];

    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "get_current_weather",
        "Get the current weather in a given location",
        JsonSerializer.Deserialize<JsonElement>(
            """
            {
              "type": "object",
              "properties": {
                "location": { "type": "string", "description": "The city and state, e.g. San Francisco, CA" },
                "unit": { "type": "string", "description": "The unit of temperature to return", "enum": ["celsius", "fahrenheit"] }
              },
              "required": ["location"]
            }
            """));

    [Theory]
    [InlineData("gpt-3.5-turbo", 129)]
    [InlineData("gpt-4-0613", 129)]
    [InlineData("gpt-4o", 124)]
    [InlineData("gpt-4o-mini", 124)]
    public void Messages_cost_what_the_api_billed(string model, long tokens) => Assert.Equal(TokenCount.Exactly(tokens), TestCounter.Exact.CountInput(Jargon, model: model));

    [Theory]
    [InlineData("gpt-3.5-turbo", 105)]
    [InlineData("gpt-4", 105)]
    [InlineData("gpt-4o", 101)]
    [InlineData("gpt-4o-mini", 101)]
    public void Functions_cost_what_the_api_billed(string model, long tokens)
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "You are a helpful assistant that can answer to questions about the weather."),
            new(ChatRole.User, "What's the weather like in San Francisco?"),
        ];

        TokenCount count = TestCounter.Exact.CountInput(messages, new ChatOptions { ModelId = model, Tools = [Weather] });

        Assert.Equal(tokens, count.Tokens);
        Assert.False(count.IsExact);
    }

    [Fact]
    public void Messages_of_models_whose_format_is_not_published_have_a_bound()
    {
        TokenCount count = TestCounter.Exact.CountInput(Jargon, model: "gpt-5");

        Assert.Equal(124, count.Tokens);
        Assert.InRange(count.AtMost, 125, 145);
    }

    [Fact]
    public void A_deployment_with_a_name_of_its_own_is_counted_like_the_newer_models_with_a_bound_for_the_older()
    {
        TokenCount count = TestCounter.Exact.CountInput(Jargon, model: "prod-chat", provider: "azure.ai.openai");

        Assert.Equal(124, count.Tokens);
        Assert.InRange(count.AtMost, 129, 300);
    }

    [Fact]
    public void Instructions_cost_what_a_system_message_costs() => Assert.Equal(
        TestCounter.Exact.CountInput([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "Hello")], model: "gpt-4o"),
        TestCounter.Exact.CountInput([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions { Instructions = "Be brief." }, "gpt-4o"));

    [Fact]
    public void Every_message_adds_what_it_costs_alone()
    {
        long request = TestCounter.Exact.CountInput([], model: "gpt-4o").Tokens;
        long alone = Jargon.Sum(message => TestCounter.Exact.CountInput([message], model: "gpt-4o").Tokens - request);

        Assert.Equal(alone + request, TestCounter.Exact.CountInput(Jargon, model: "gpt-4o").Tokens);
    }

    [Fact]
    public void Nested_parameters_and_schemas_of_answers_are_counted()
    {
        AIFunctionDeclaration nested = AIFunctionFactory.CreateDeclaration(
            "book",
            "Books flights.",
            JsonSerializer.Deserialize<JsonElement>(
                """{"properties":{"legs":{"type":"array","items":{"properties":{"from":{"type":"string"},"to":{"type":["string","null"]}}}},"who":{"properties":{"name":{}}}}}"""));
        var schema = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"answer":{"type":"string"}}}"""));

        long plain = TestCounter.Exact.CountInput([], model: "gpt-4o").Tokens;

        Assert.InRange(TestCounter.Exact.CountInput([], new ChatOptions { Tools = [nested] }, "gpt-4o").Tokens - plain, 50, 75);
        Assert.InRange(TestCounter.Exact.CountInput([], new ChatOptions { ResponseFormat = schema }, "gpt-4o").Tokens - plain, 15, 45);
    }

    [Fact]
    public void One_shot_messages_are_enumerated_once()
    {
        int enumerated = 0;

        TestCounter.Exact.CountInput(OneShot(), new ChatOptions { Tools = [Weather] }, "gpt-4o");

        Assert.Equal(1, enumerated);

        IEnumerable<ChatMessage> OneShot()
        {
            enumerated++;
            yield return new ChatMessage(ChatRole.User, "Hello");
        }
    }
}
