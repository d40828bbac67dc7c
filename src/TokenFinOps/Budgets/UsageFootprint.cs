namespace TokenFinOps.Budgets;

/// <summary>What a usage took from the planet.</summary>
/// <param name="EnergyKwh">Energy, in kWh; not negative.</param>
/// <param name="CarbonGrams">Carbon, in grams of CO2 equivalent; not negative.</param>
public readonly record struct UsageFootprint(decimal EnergyKwh, decimal CarbonGrams);
