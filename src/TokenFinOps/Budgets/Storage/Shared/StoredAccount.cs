namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>How an account stands in a shared store.</summary>
/// <param name="Scope">The value that the account is of.</param>
/// <param name="Carried">What the window before left to it.</param>
/// <param name="Spent">The sum of what ledger entries say.</param>
/// <param name="Presumed">What is counted for calls whose usage or price stayed unknown.</param>
/// <param name="Reserved">The worst cases of the calls under way; expired ones are left out.</param>
/// <param name="Since">When it was first used, in UTC ticks.</param>
internal readonly record struct StoredAccount(string Scope, decimal Carried, decimal Spent, decimal Presumed, decimal Reserved, long Since);
