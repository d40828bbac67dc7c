using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Tests.Routing;

/// <summary>Which requests belong to one conversation.</summary>
public sealed class ConversationKeyTests
{
    [Fact]
    public void A_conversation_has_the_same_key_in_every_process()
    {
        var request = new RoutingRequest(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Will it rain?")], new ChatOptions { Instructions = "You know the weather." }, TagSet.Of(("team", "support"), ("customer", "acme")));

        Assert.Equal(17662583762742948325UL, ConversationKey.Of(request));
    }

    [Fact]
    public void Later_turns_and_tools_do_not_change_it()
    {
        ulong first = KeyOf([new(ChatRole.User, "Will it rain?")], new ChatOptions { Tools = [AIFunctionFactory.Create(static () => 1, "one")] });

        Assert.Equal(first, KeyOf([new(ChatRole.User, "Will it rain?"), new(ChatRole.Assistant, "Yes."), new(ChatRole.User, "And tomorrow?")], null));
    }

    [Fact]
    public void Another_question_instruction_or_payer_does()
    {
        ulong[] keys =
        [
            KeyOf([new(ChatRole.User, "one")], null),
            KeyOf([new(ChatRole.User, "two")], null),
            KeyOf([new(ChatRole.User, new string('x', 100_000))], null),
            KeyOf([new(ChatRole.User, new string('y', 100_000))], null),
            KeyOf([new(ChatRole.User, "one")], new ChatOptions { Instructions = "Be brief." }),
            KeyOf([new(ChatRole.User, "one")], null, TagSet.Of(("team", "a"))),
            KeyOf([new(ChatRole.User, "one")], null, TagSet.Of(("user", "a"))),
            KeyOf([new(ChatRole.User, "one")], null, TagSet.Of(("team", "b"))),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void The_case_of_a_tags_key_does_not() =>
        Assert.Equal(KeyOf([new(ChatRole.User, "one")], null, TagSet.Of(("team", "a"))), KeyOf([new(ChatRole.User, "one")], null, TagSet.Of(("Team", "a"))));

    private static ulong KeyOf(List<ChatMessage> messages, ChatOptions? options, TagSet? tags = null) => ConversationKey.Of(new RoutingRequest(messages, options, tags));
}
