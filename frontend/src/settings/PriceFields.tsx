import { Button, NumberInput, TextInput } from "@mantine/core";
import type { UsageLimits } from "@/api/types";
import { Icon } from "@/ui/icons";
import settings from "./Settings.module.css";
import classes from "./Usage.module.css";

type Prices = UsageLimits["prices"];
/** People are told the price of a million tokens; the contract has that of a thousand, in millionths. */
const SIZE = 1000;

interface PriceFieldsProps {
  prices: Prices;
  currency: string;
  onChange: (prices: Prices) => void;
}

export function PriceFields({ prices, currency, onChange }: PriceFieldsProps) {
  const put = (at: number, part: Partial<Prices[number]>) =>
    onChange(prices.map((price, index) => (index === at ? { ...price, ...part } : price)));
  return (
    <div className={classes.prices} role="group" aria-label="What models cost">
      <h3>What models cost</h3>
      <p className={settings.note}>
        {currency} for a million tokens. A model on this machine is free unless it stands here. Where money is limited,
        another model answers only once its price is known.
      </p>
      {prices.map(({ model, input, output }, index) => (
        // The rows have no name of their own before one is typed.
        <div key={index} className={classes.price}>
          <TextInput
            label="Model"
            required
            maxLength={200}
            value={model}
            onChange={({ currentTarget: { value } }) => put(index, { model: value })}
          />
          <NumberInput
            label="In"
            min={0}
            max={1e6}
            decimalScale={3}
            value={input / SIZE}
            onChange={(value) => put(index, { input: Math.round(Number(value) * SIZE) })}
          />
          <NumberInput
            label="Out"
            min={0}
            max={1e6}
            decimalScale={3}
            value={output / SIZE}
            onChange={(value) => put(index, { output: Math.round(Number(value) * SIZE) })}
          />
          <Button
            variant="default"
            aria-label={`Remove the price of ${model === "" ? "this model" : model}`}
            onClick={() => onChange(prices.filter((_, each) => each !== index))}
          >
            <Icon name="close" size={16} />
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          disabled={prices.length >= 100}
          onClick={() => onChange([...prices, { model: "", input: 0, output: 0 }])}
        >
          Add a price
        </Button>
      </div>
    </div>
  );
}
