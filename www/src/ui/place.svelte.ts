/* The router's place as state that components can read. */
import { currentPlace, onPlace, type Place } from '$core/router';

let place = $state.raw<Place>(currentPlace());
onPlace((next) => (place = next));

export const path = (): string => place.path;
export const query = (name: string): string | null => place.query.get(name);
export const queryText = (): string => place.query.toString();
