export const settings = { name: "shop" };
