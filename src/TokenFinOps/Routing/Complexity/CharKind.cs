namespace TokenFinOps.Routing.Complexity;

/// <summary>What a character says about the task.</summary>
internal enum CharKind : byte
{
    Other,
    Letter,
    Upper,
    Digit,
    Space,
    NewLine,
    Math,
    Code,
    Question,
    Stop,
    Comma,
    Quote,
    Foreign,
}
