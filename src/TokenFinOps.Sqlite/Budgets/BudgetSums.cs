using TokenFinOps.Pricing;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>What is charged to an account or a slot of it, to the last digit. A mutable value: not thread-safe.</summary>
internal struct BudgetSums
{
    public ExactSum Spent;
    public ExactSum Presumed;
    public ExactSum Reserved;

    /// <summary>Reads three columns of a row.</summary>
    public static BudgetSums Read(SqliteStatement statement, int column) => new()
    {
        Spent = ExactSum.From(statement.Bytes(column)),
        Presumed = ExactSum.From(statement.Bytes(column + 1)),
        Reserved = ExactSum.From(statement.Bytes(column + 2)),
    };

    public void Add(decimal spent, decimal presumed, decimal reserved)
    {
        Spent.Add(spent);
        Presumed.Add(presumed);
        Reserved.Add(reserved);
    }

    public void Add(in BudgetSums other)
    {
        Spent.Add(other.Spent);
        Presumed.Add(other.Presumed);
        Reserved.Add(other.Reserved);
    }

    public void Subtract(in BudgetSums other)
    {
        Spent.Subtract(other.Spent);
        Presumed.Subtract(other.Presumed);
        Reserved.Subtract(other.Reserved);
    }

    /// <summary>Gets what is left of a limit.</summary>
    public readonly ExactSum LeftOf(decimal limit, decimal carried)
    {
        var left = ExactSum.Of(limit, carried);
        left.Subtract(Spent);
        left.Subtract(Presumed);
        left.Subtract(Reserved);
        return left;
    }

    /// <summary>Binds three parameters.</summary>
    public readonly void Bind(SqliteStatement statement, int parameter)
    {
        Span<byte> bytes = stackalloc byte[ExactSum.Size];
        Spent.CopyTo(bytes);
        statement.Bind(parameter, bytes);
        Presumed.CopyTo(bytes);
        statement.Bind(parameter + 1, bytes);
        Reserved.CopyTo(bytes);
        statement.Bind(parameter + 2, bytes);
    }
}
